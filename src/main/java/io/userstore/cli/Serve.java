package io.userstore.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "serve", description = "Serves HTTP until it is stopped (default).", mixinStandardHelpOptions = true)
final class Serve implements Runnable {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    @Override
    public void run() {
        store.serve();
    }
}
