package io.userstore.cli;

import io.userstore.privacy.KeyRotation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate",
        description = {
            "Makes a new key-encryption key and rewraps all data keys with it, while the store serves. A key management",
            "service is asked to wrap with its newest version. Cut off, it goes on where it stopped."
        },
        mixinStandardHelpOptions = true)
final class RotateKeys implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Keys keys;

    @Option(
            names = "--drop-older",
            description = {
                "Forget the older key-encryption keys in the end. Backups of the data keys that were made before cannot",
                "be read any more."
            })
    private boolean dropOlder;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() {
        long begun = System.nanoTime();
        try (ConfigurableApplicationContext node = keys.store.work()) {
            KeyRotation.Outcome outcome = rotate(node.getBean(KeyRotation.class));
            PrintWriter out = command.commandLine().getOut();
            out.printf(
                    "Key-encryption key %s is in use: %s data keys rewrapped in %s s%n",
                    outcome.generation(), outcome.rewrapped(), (System.nanoTime() - begun) / 1_000_000_000);
            if (outcome.broken() > 0) {
                out.printf(
                        "%s data keys do not verify and were left alone; no key-encryption key is dropped%n",
                        outcome.broken());
            }
            out.flush();
            return outcome.broken() == 0 ? 0 : 1;
        }
    }

    private KeyRotation.Outcome rotate(KeyRotation rotation) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Rewrapping")
                .setUnit(" keys", 1)
                .showSpeed()
                .build()) {
            return rotation.rotate(
                    dropOlder, (done, total) -> bar.maxHint(total).stepTo(done));
        }
    }
}
