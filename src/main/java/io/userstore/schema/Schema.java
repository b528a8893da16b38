package io.userstore.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Tables with a history of their own: Flyway takes them upward, undo scripts downward. */
public final class Schema {

    private final String name;
    private final Flyway flyway;
    private final UndoScripts undoing;

    Schema(String name, Flyway flyway, UndoScripts undoing) {
        this.name = name;
        this.flyway = flyway;
        this.undoing = undoing;
    }

    public String name() {
        return name;
    }

    /** Where Flyway keeps what was applied. */
    public String historyTable() {
        return flyway.getConfiguration().getTable();
    }

    /** Every migration there is here or in the database, in their order. */
    public List<Step> steps() {
        return Arrays.stream(flyway.info().all())
                .filter(info -> info.isVersioned() && info.getState() != MigrationState.BASELINE)
                .map(this::step)
                .toList();
    }

    private Step step(MigrationInfo info) {
        return new Step(
                info.getVersion().getVersion(),
                info.getDescription(),
                info.getInstalledOn() == null
                        ? null
                        : new java.sql.Timestamp(info.getInstalledOn().getTime()).toLocalDateTime(),
                undoing.of(info.getVersion()).map(UndoScripts.Script::file).orElse(null),
                info.getState().isResolved());
    }

    /** The newest that was applied. */
    public Optional<Step> newest() {
        return steps().stream().filter(Step::isApplied).reduce((earlier, later) -> later);
    }

    /** The migrations that were applied otherwise than they are here. */
    public List<String> changed() {
        return flyway.validateWithResult().invalidMigrations.stream()
                .filter(invalid -> invalid.errorDetails.errorCode == CoreErrorCode.CHECKSUM_MISMATCH
                        || invalid.errorDetails.errorCode == CoreErrorCode.DESCRIPTION_MISMATCH
                        || invalid.errorDetails.errorCode == CoreErrorCode.FAILED_VERSIONED_MIGRATION)
                .map(invalid -> invalid.version + " " + invalid.description)
                .toList();
    }

    /** What all migrations together make: each drops its own when it is taken back. */
    public List<String> tables() {
        return undoing.all().stream().flatMap(script -> script.drops().stream()).toList();
    }

    /** Applies what is pending. */
    public void migrate() {
        flyway.migrate();
    }

    UndoScripts undoing() {
        return undoing;
    }

    DataSource database() {
        return flyway.getConfiguration().getDataSource();
    }
}
