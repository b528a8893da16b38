package io.userstore.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** Another process that runs the embedded database, as a store does; without Spring, which is not the point here. */
final class StoreProcess implements AutoCloseable {

    private final Process process;

    private StoreProcess(Process process) {
        this.process = process;
    }

    static StoreProcess start(DataFolder folder) throws IOException {
        Process process = launch(folder);
        BufferedReader output = process.inputReader(UTF_8);
        String line;
        while ((line = output.readLine()) != null) {
            if (line.equals("started")) {
                return new StoreProcess(process);
            }
        }
        throw new IllegalStateException("The process ended before it had started");
    }

    /** What a process says that may not start. */
    static String refused(DataFolder folder) throws IOException {
        return new String(launch(folder).getInputStream().readAllBytes(), UTF_8);
    }

    private static Process launch(DataFolder folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName(),
                        folder.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9}: nothing is tidied up. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /** Runs until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(new DataFolder(Path.of(arguments[0])), 0)) {
            System.out.println("started");
            System.in.readAllBytes();
            System.out.println("closing " + database.getJdbcUrl());
        } catch (StartFailure e) {
            System.out.println(e.getMessage());
        }
    }
}
