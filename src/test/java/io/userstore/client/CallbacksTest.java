package io.userstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestUsers;
import io.userstore.user.command.RecordLogin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a service does with answers holds up nobody, and its end loses none. */
class CallbacksTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MANY = 40;

    private static ServedStore store;
    private static long user;

    @BeforeAll
    static void start() {
        store = ServedStore.on(TestDatabase.fresh());
        user = store.node().send(TestUsers.user("ann@example.org"));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    void callbacksThatAllWaitForOtherCommandsGetTheirAnswers() {
        CountDownLatch all = new CountDownLatch(MANY);
        try (Service service = Service.of(store.url())) {
            List<CompletableFuture<Object>> inner =
                    Stream.generate(() -> new CompletableFuture<>()).limit(MANY).toList();
            for (CompletableFuture<Object> answer : inner) {
                service.bean(CommandGateway.class)
                        .send(new RecordLogin(user), (command, result) -> answer.complete(nested(service, all)));
            }
            assertThat(inner)
                    .allSatisfy(answer -> assertThat(answer)
                            .succeedsWithin(LONG)
                            .asInstanceOf(InstanceOfAssertFactories.OPTIONAL)
                            .isEmpty());
        }
    }

    /** Empty when all was well. */
    private static Optional<Object> nested(Service service, CountDownLatch all) {
        all.countDown();
        try {
            if (!all.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                return Optional.of("the other callbacks are not called");
            }
            return Optional.ofNullable(service.send(new RecordLogin(user)));
        } catch (RuntimeException | InterruptedException e) {
            return Optional.of(e);
        }
    }

    @Test
    void serviceThatEndsGetsTheAnswerItWaitsForAndLeavesNoThread() {
        CountDownLatch released = new CountDownLatch(1);
        try (UnreliableStore slow = UnreliableStore.before(store.url(), UnreliableStore.slow(released))) {
            Service service = Service.of(slow.url());
            StoreHttp http = service.bean(StoreHttp.class);
            CompletableFuture<Object> answer =
                    service.bean(CommandGateway.class).send(new RecordLogin(user));
            await(() -> slow.requests() == 1);

            CompletableFuture<Void> ended = CompletableFuture.runAsync(service::close);
            await(() -> http.send(Call.get("/api/v1/log/key"))
                    .handle((reply, failure) -> failure != null)
                    .join());
            assertThat(answer).isNotDone();
            released.countDown();

            assertThat(ended).succeedsWithin(LONG);
            assertThat(answer).succeedsWithin(LONG);
            await(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("userstore-client-")));
            assertThat(sent(http).exceptionResult())
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("not sent");
        }
    }

    private static CommandResultMessage<Object> sent(StoreHttp http) {
        RemoteCommand command = new RemoteCommand(GenericCommandMessage.asCommandMessage(new RecordLogin(user)));
        return http.send(command.call()).handle(command::result).join();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("end of patience").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
