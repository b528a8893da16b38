package io.userstore;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * The database and what looks after it, instead of a whole store: nothing that migrates, or that fails for want of a
 * table. Has the configurations that are named for it, and no others.
 */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ComponentScan(
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.REGEX, pattern = "io\\.userstore\\..*UpkeepConfiguration"))
final class Upkeep {

    /** With properties of its own; what is named for upkeep is not there without it. */
    static final String PROFILE = "upkeep";
}
