package io.userstore.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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

    /** Applies what is pending. */
    public void migrate() {
        RequiredSettings.require(database());
        flyway.migrate();
    }

    UndoScripts undoing() {
        return undoing;
    }

    DataSource database() {
        return flyway.getConfiguration().getDataSource();
    }
}
