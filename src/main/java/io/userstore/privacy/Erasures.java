package io.userstore.privacy;

import io.userstore.eventlog.CommandObserver;
import io.userstore.eventlog.LogConsumer;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.eventlog.StreamMemory;
import io.userstore.user.command.Erase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.spring.config.SpringAxonConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Brings erasures to their end. What belongs to one and is not in the append transaction, the ledger and keys in a
 * database of their own, is done before the command is answered. It is done again for all that the log tells of
 * erasures, at every start and every few seconds: for a store that was killed in between, and because each node has a ledger.
 * At a start the ledger in turn tells whom a restored backup has brought back.
 */
class Erasures implements CommandObserver, LogConsumer, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Erasures.class);
    private static final MetaData ORIGIN = MetaData.with(MetaDataKeys.ACTOR, "userstore");

    /** After whatever takes commands and appends events, before the web server. */
    private static final int PHASE = SpringAxonConfiguration.LIFECYCLE_PHASE + 2;

    private static final int CHUNK = 1_000;

    private final ErasedStreams erased;
    private final KeyDatabase keys;
    private final ErasureLedger ledger;
    private final Supplier<CommandGateway> commands;
    private final Supplier<List<StreamMemory>> memories;
    private long finished;
    private volatile long followedUpTo = -1;
    private volatile boolean running;

    Erasures(
            ErasedStreams erased,
            KeyDatabase keys,
            ErasureLedger ledger,
            Supplier<CommandGateway> commands,
            Supplier<List<StreamMemory>> memories) {
        this.erased = erased;
        this.keys = keys;
        this.ledger = ledger;
        this.commands = commands;
        this.memories = memories;
    }

    @Override
    public void decided(CommandMessage<?> command, @Nullable Object answer) {
        if (command.getPayload() instanceof Erase erase) {
            // The events are in the log by then; after the commit, Axon would keep a failure to itself.
            CurrentUnitOfWork.get().onCommit(unitOfWork -> complete(Long.toString(erase.id())));
        }
    }

    /** Whoever gets no answer asks again, and all of it is done again; a second time does no harm. */
    private void complete(String stream) {
        try {
            finish(erased.of(stream).stream().toList());
        } catch (IOException e) {
            throw new LogUnavailable("the user is erased, and the ledger of erasures cannot be written", e);
        } catch (DataAccessException e) {
            throw new LogUnavailable("the user is erased, and its key cannot be destroyed yet", e);
        }
    }

    private void finish(List<ErasedStreams.Erasure> done) throws IOException {
        if (!done.isEmpty()) {
            List<ErasureLedger.Entry> entries =
                    done.stream().map(ErasedStreams.Erasure::entry).toList();
            List<String> streams =
                    entries.stream().map(ErasureLedger.Entry::stream).toList();
            keys.destroy(streams);
            ledger.add(entries);
            memories.get().forEach(memory -> streams.forEach(memory::forget));
        }
    }

    @Override
    public void start() {
        try {
            if (ledger.createIfMissing() && keys.hasAny()) {
                log.warn("there was no erasure ledger: a restored backup may have brought erased users back");
            }
            catchUp();
        } catch (IOException e) {
            throw new KeysUnusable(
                    "The erasure ledger cannot be written: " + e,
                    "Make it writable for the store's user (userstore.privacy.erasure-ledger).",
                    e);
        }
        eraseAgain(ledger.entries());
        running = true;
    }

    @Scheduled(fixedDelay = 5_000, initialDelay = 5_000)
    void catchUpWithOtherNodes() {
        if (!running) {
            return;
        }
        try {
            catchUp();
        } catch (IOException | RuntimeException e) {
            log.warn("erasures of other nodes cannot be followed up, trying again: {}", e.toString());
        }
    }

    private synchronized void catchUp() throws IOException {
        long head = erased.head();
        List<ErasedStreams.Erasure> next = erased.after(finished, CHUNK);
        while (!next.isEmpty()) {
            finish(next);
            finished = next.get(next.size() - 1).position();
            next = erased.after(finished, CHUNK);
        }
        followedUpTo = Math.max(head, finished);
    }

    @Override
    public String consumerName() {
        return "erasures";
    }

    @Override
    public OptionalLong consumedUpTo(JdbcOperations jdbc) {
        return followedUpTo < 0 ? OptionalLong.empty() : OptionalLong.of(followedUpTo);
    }

    /** Those that a backup from before their erasure has brought back. */
    private void eraseAgain(List<ErasureLedger.Entry> known) {
        for (List<ErasureLedger.Entry> chunk : chunks(known)) {
            for (String stream : erased.broughtBack(chunk)) {
                log.warn("user {} was erased and is back, from a backup it seems: erasing it again", stream);
                commands.get().sendAndWait(new GenericCommandMessage<>(new Erase(Long.parseLong(stream)), ORIGIN));
            }
        }
    }

    private static List<List<ErasureLedger.Entry>> chunks(List<ErasureLedger.Entry> entries) {
        List<List<ErasureLedger.Entry>> chunks = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += CHUNK) {
            chunks.add(entries.subList(from, Math.min(entries.size(), from + CHUNK)));
        }
        return chunks;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
