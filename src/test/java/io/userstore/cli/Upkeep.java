package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.UserStoreApplication;
import java.util.ArrayList;
import java.util.List;

/** Gives commands that look after a database, as a shell would. */
final class Upkeep {

    private Upkeep() {}

    /** The exit code. */
    static int of(TestDatabase database, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--userstore.data-dir=" + database.dataFolder()));
        return of(all);
    }

    static int of(List<String> arguments) {
        return new CommandLineInterface(node -> {
                    assertThat(node.isUpkeep()).isTrue();
                    return UserStoreApplication.start(node);
                })
                .run(arguments.toArray(String[]::new))
                .orElseThrow();
    }
}
