package io.userstore.processes;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** G2, G3 and G5: two stores on one database take commands for the same users. A reader follows the log all the time. */
class TwoNodesIT {

    private static final Logger log = LoggerFactory.getLogger(TwoNodesIT.class);
    private static final List<String> STATUSES = List.of("ACTIVE", "SUSPENDED", "LOCKED");

    private final TwoNodes nodes = TwoNodes.running();
    private final long seed = System.nanoTime();
    private final LogFollower follower = new LogFollower(nodes.postgres());

    @AfterEach
    void everythingIsInOrder() {
        follower.close();
        Invariant.requireAll(nodes.postgres());
        log.info("the reader came to position {} in {} polls", follower.last(), follower.polls());
    }

    @Test
    void inTurnEachNodeActsOnWhatTheOtherHasJustDoneAndReadsIt() {
        int callers = 4;
        int stepsEach = 500;
        inParallel(callers, random -> {
            List<ExpectedUser> users = List.of(registered(), registered(), registered());
            for (int i = 0; i < stepsEach; i++) {
                ExpectedUser user = users.get(random.nextInt(users.size()));
                StoreProcess node = anyNode(random);
                String before = user.toString();
                ExpectedUser.Step step = user.anyStep(random);

                Answer answer = node.client().send(step.request());
                Answer read = nodes.other(node).client().send(user.get());

                assertThat(answer.outcome())
                        .as("%s on %s of a user at %s", step.request(), node, before)
                        .isEqualTo(step.outcome());
                assertThat(ExpectedUser.describe(read))
                        .as("what the other node reads after %s on %s", step.request(), node)
                        .isEqualTo(user.toString());
            }
        });
    }

    @Test
    void atOnceNoNodeDecidesOnStaleState() {
        int callers = 16;
        int changesEach = 60;
        List<Long> users = List.of(register(), register(), register(), register(), register());
        Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

        inParallel(callers, random -> {
            for (int i = 0; i < changesEach; i++) {
                StoreProcess node = anyNode(random);
                Request request = Request.status(
                        users.get(random.nextInt(users.size())), STATUSES.get(random.nextInt(STATUSES.size())));
                long begun = System.nanoTime();
                Answer answer = node.client().send(request);
                attempts.add(new Attempt(node, request, begun, System.nanoTime(), answer));
            }
        });

        Map<Long, List<StoredEvent>> histories =
                StoredEvent.all(nodes.postgres()).stream().collect(groupingBy(StoredEvent::userId));
        for (long user : users) {
            String path = Request.status(user, "").path();
            List<Attempt> onUser = attempts.stream()
                    .filter(attempt -> attempt.request().path().equals(path))
                    .toList();
            new StatusRace(onUser, Objects.requireNonNull(histories.get(user))).requireDecidedOnFreshState();
        }
        log.info(
                "{} of {} changes were refused",
                attempts.stream().filter(Attempt::refused).count(),
                attempts.size());
    }

    @Test
    void positionsHaveNoGapsAndNoReaderSeesAHoleUnderLoad() {
        Load load = Load.on(nodes, 8);
        try (load) {
            for (StoreProcess node : nodes.both()) {
                load.awaitAcknowledged(node, 1_000);
            }
        }
        Outcomes.requireKept(load.attempts(), nodes.postgres());
        log.info("{} commands", load.attempts().size());
    }

    private StoreProcess anyNode(Random random) {
        return random.nextBoolean() ? nodes.a() : nodes.b();
    }

    private ExpectedUser registered() {
        return new ExpectedUser(register());
    }

    private long register() {
        try {
            return nodes.a().client().send(Request.register()).id();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void inParallel(int callers, Work work) {
        ExecutorService executor = Executors.newFixedThreadPool(callers);
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Random random = new Random(seed + i);
            all.add(() -> {
                work.run(random);
                return null;
            });
        }
        try {
            for (Future<Void> each : executor.invokeAll(all)) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("with seed " + seed, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            executor.shutdownNow();
        }
    }

    private interface Work {
        void run(Random random) throws Exception;
    }
}
