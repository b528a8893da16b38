package io.userstore.cli;

import io.userstore.adoption.ComparedTables;
import io.userstore.adoption.ImportOutcome;
import java.nio.file.Path;
import java.util.Locale;

/** What an import came to, for people. */
final class ImportText {

    private ImportText() {}

    static String of(ImportOutcome outcome, Path report) {
        StringBuilder text = new StringBuilder();
        line(text, "Source: %d rows", outcome.rows());
        line(text, "Report: %d refused, %d in another spelling (%s)", outcome.refused(), outcome.rewritten(), report);
        ComparedTables compared = outcome.compared();
        if (compared == null) {
            return text.append("Nothing was imported").toString();
        }
        line(
                text,
                "Imported: %d users in %.1f s (%.0f/s), %d were there already, in %d rounds",
                outcome.imported(),
                outcome.seconds(),
                outcome.imported() / Math.max(outcome.seconds(), 1e-3),
                outcome.unchanged(),
                outcome.rounds());
        line(
                text,
                "Compared: %d equal, %d equal but for the spelling, %d different, %d missing, %d gone from the source",
                compared.equal(),
                compared.rewritten(),
                compared.different(),
                compared.missing(),
                compared.gone());
        return text.append(compared.byColumn()).toString();
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
    }
}
