package io.userstore.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * In embedded mode, starts the database while Spring is still reading its configuration: each keeps one core busy, and
 * a first start takes seconds less.
 */
final class StartingDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (!EmbeddedMode.isOn(context.getEnvironment())) {
            return;
        }
        CompletableFuture<EmbeddedDatabase> starting = CompletableFuture.supplyAsync(
                () -> startOrJoin(context.getEnvironment()), task -> new Thread(task, "embedded-database").start());
        Handover handover = new Handover(starting);
        context.getBeanFactory().registerSingleton("embeddedDatabaseHandover", handover);
        ApplicationListener<ApplicationFailedEvent> closeUnclaimed = failed -> handover.closeUnclaimed();
        context.addApplicationListener(closeUnclaimed);
    }

    private static EmbeddedDatabase startOrJoin(Environment environment) {
        if (!environment.getProperty("userstore.embedded.create", Boolean.class, true)) {
            DataFolder.requireStore(environment);
        }
        DataFolder folder = DataFolder.open(environment);
        try {
            return EmbeddedDatabase.start(folder, environment.getProperty("userstore.embedded.port", Integer.class, 0));
        } catch (StoreLock.InUse inUse) {
            if (environment.getProperty("userstore.embedded.join", Boolean.class, false)) {
                return EmbeddedDatabase.join(folder);
            }
            throw inUse;
        }
    }

    /** Hands the database over to the context, which then closes it; one that is never claimed is closed here. */
    static final class Handover {

        private final CompletableFuture<EmbeddedDatabase> starting;
        private boolean claimed;

        private Handover(CompletableFuture<EmbeddedDatabase> starting) {
            this.starting = starting;
        }

        /** Waits for the database; throws what kept it from starting. */
        EmbeddedDatabase claim() {
            claimed = true;
            try {
                return starting.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException reason) {
                    throw reason;
                }
                throw e;
            }
        }

        private void closeUnclaimed() {
            if (!claimed) {
                claimed = true;
                starting.thenAccept(Handover::close);
            }
        }

        private static void close(EmbeddedDatabase database) {
            try {
                database.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
