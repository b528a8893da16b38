package io.userstore.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "keys",
        description = "Works on the keys of personal data.",
        mixinStandardHelpOptions = true,
        subcommands = RotateKeys.class,
        synopsisSubcommandLabel = "COMMAND")
final class Keys {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    CommandLineInterface store;
}
