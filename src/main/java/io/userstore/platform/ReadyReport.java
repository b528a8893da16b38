package io.userstore.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The last lines of the start-up log: where the store is, and where its secrets are. */
@Component
class ReadyReport {

    private static final Logger log = LoggerFactory.getLogger(ReadyReport.class);

    private final Environment environment;
    private final ObjectProvider<JdbcConnectionDetails> database;

    ReadyReport(Environment environment, ObjectProvider<JdbcConnectionDetails> database) {
        this.environment = environment;
        this.database = database;
    }

    @EventListener(ApplicationReadyEvent.class)
    void report() {
        String port = environment.getProperty("local.server.port");
        if (port == null) {
            return;
        }
        log.info("HTTP      http://{}:{}", host(), port);
        database.ifAvailable(this::reportDatabase);
    }

    private void reportDatabase(JdbcConnectionDetails details) {
        String url = details.getJdbcUrl().replaceAll("(?i)(password=)[^&]*", "$1***");
        if (EmbeddedMode.isOn(environment)) {
            DataFolder folder = DataFolder.open(environment);
            log.info("Token     {} (every scope)", folder.adminToken());
            log.info("Database  {} as {}, password in {}", url, details.getUsername(), folder.postgresqlPassword());
        } else {
            log.info("Database  {} as {}", url, details.getUsername());
        }
    }

    private String host() {
        String address = environment.getProperty("server.address", "127.0.0.1");
        return address.contains(":") ? "[" + address + "]" : address;
    }
}
