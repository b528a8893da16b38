package io.userstore.cli;

import io.userstore.doctor.Examination;
import io.userstore.doctor.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "doctor",
        description = {
            "Examines the store: its tables, its log and what is derived from it, its keys. Changes nothing, and may be",
            "asked while nodes serve. Exits with 1 if anything is not as it should be."
        },
        mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    @Option(names = "--json", description = "One JSON array of {check, ok, found, advice}, for programs.")
    private boolean json;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Result result;

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (ConfigurableApplicationContext node = store.upkeep()) {
            Examination examination = node.getBean(Examination.class);
            result.write(to -> {
                examination.examine(finding -> {
                    findings.add(finding);
                    if (!json) {
                        print(finding, to);
                    }
                });
                to.write(json ? JSON.writeValueAsString(findings) + "\n" : summary(findings));
            });
        }
        return failed(findings) == 0 ? 0 : 1;
    }

    /** At once: what comes next may take a while. */
    private static void print(Finding finding, Writer to) {
        try {
            to.write(String.format("%s %-18s  %s%n", finding.ok() ? "✓" : "✗", finding.check(), finding.found()));
            if (finding.advice() != null) {
                to.write("  " + finding.advice() + "\n");
            }
            to.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String summary(List<Finding> findings) {
        long failed = failed(findings);
        return failed == 0 ? "All is well\n" : failed + " of " + findings.size() + " checks found something wrong\n";
    }

    private static long failed(List<Finding> findings) {
        return findings.stream().filter(finding -> !finding.ok()).count();
    }
}
