package io.userstore.adoption;

import io.userstore.adoption.Finding.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;

/** The file of all findings, for its owner only: CSV, or JSON lines if its name ends that way. Used by many threads. */
final class Report implements AutoCloseable {

    private static final String HEADER = "row,column,finding,why\n";

    private final BufferedWriter file;
    private final boolean csv;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    private Report(BufferedWriter file, boolean csv) {
        this.file = file;
        this.csv = csv;
    }

    /** In place of an older one. */
    static Report in(Path path) throws IOException {
        Files.deleteIfExists(path);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        boolean csv = !path.toString().endsWith("json");
        Report report = new Report(Files.newBufferedWriter(path), csv);
        if (csv) {
            report.file.write(HEADER);
        }
        return report;
    }

    /** Rows are numbers, and reasons are this store's own words: nothing has to be escaped. */
    synchronized void add(Finding finding) {
        counts.merge(finding.kind(), 1L, Long::sum);
        try {
            file.write((csv
                            ? "%s,%s,%s,\"%s\"\n"
                            : "{\"row\":\"%s\",\"column\":\"%s\",\"finding\":\"%s\",\"why\":\"%s\"}\n")
                    .formatted(
                            finding.row(),
                            finding.column().sql(),
                            finding.kind().text(),
                            finding.why().replace('"', '\'')));
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written", e);
        }
    }

    /** Findings, of which a row may have several. */
    synchronized long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
