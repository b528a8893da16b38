package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.user.command.UserCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alert rules ask for nothing that a store does not have: it is made to have all there is. */
class ObservabilityFilesTest {

    private static final Path FOLDER = Path.of("docs/observability");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `([a-z_]+)`", Pattern.MULTILINE);

    /** The scraper adds them to every series, and makes this one itself. */
    private static final Set<String> OF_THE_SCRAPER = Set.of("instance", "job");

    /** A metric that others have, too, without the job. */
    private static final Pattern OF_EVERY_JOB =
            Pattern.compile("\\b(?:up|(?:http|hikaricp|jvm|process|system)_\\w+)\\b(?!\\{[^}]*\\bjob=\"userstore\")");

    private static final String UP = "up";

    private static Scrape scrape;

    @BeforeAll
    static void haveItAll() {
        TestDatabase database = TestDatabase.fresh();
        try (HttpNode node = HttpNode.on(database)) {
            Client store = node.client();
            String user = "/api/v1/users/"
                    + store.postJson("/api/v1/users", Bodies.activeRegistration(Bodies.someEmail()))
                            .has(201)
                            .id();
            store.post(user + "/failed-logins").isOk();
            new Client(node.port(), null).get("/api/v1/users").has(401);
            node.client()
                    .with(TestTokens.only(Scope.METRICS_READ))
                    .get("/api/v1/users")
                    .has(403);
            breakUsers(node);
            store.post(user + "/logins").has(500);
            database.refuseConnections();
            store.post(user + "/logins").has(503);
            database.acceptConnections();
            await().until(() -> store.get("/actuator/health/readiness").status() == 200);
            System.gc();
            await().until(() -> Scrape.of(store).sum("jvm_gc_pause_seconds_count") > 0);
            scrape = Scrape.of(store);
        }
    }

    /** In a way that nobody foresaw. */
    private static void breakUsers(HttpNode node) {
        node.jdbc().execute("ALTER TABLE users ADD CONSTRAINT nobody_logs_in CHECK (last_login_at IS NULL)");
    }

    @AfterAll
    static void forget() {
        scrape = new Scrape(List.of());
    }

    @Test
    void alertRulesAskForWhatThereIs() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(FOLDER.resolve("alerts.yml")));
        List<String> expressions = new ArrayList<>();
        for (Map<String, Object> group : maps("groups", file)) {
            for (Map<String, Object> rule : maps("rules", group)) {
                assertThat(rule).containsKeys("alert", "expr", "labels", "annotations");
                expressions.add((String) rule.get("expr"));
            }
        }

        assertThat(expressions).hasSizeGreaterThan(10);
        assertThat(unknown(expressions)).isEmpty();
    }

    /** A series that begins with the first failure, at 1, is no increase: the alert would sleep through it. */
    @Test
    void faultsOfAllCommandsAreThereBeforeTheFirst() {
        for (Class<?> command : UserCommand.class.getPermittedSubclasses()) {
            for (String fault : List.of("failed", "unavailable")) {
                assertThat(scrape.series())
                        .as("%s of %s", fault, command.getSimpleName())
                        .anyMatch(series -> series.name().equals("userstore_commands_seconds_count")
                                && fault.equals(series.labels().get("outcome"))
                                && command.getSimpleName()
                                        .equals(series.labels().get("command")));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(String name, Map<String, Object> in) {
        return (List<Map<String, Object>>) in.getOrDefault(name, List.of());
    }

    @Test
    void dashboardAsksForWhatThereIs() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("dashboard.json")));
        List<String> expressions = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.required("panels")) {
            assertThat(ids.add(panel.required("id").asInt())).isTrue();
            for (JsonNode target : panel.path("targets")) {
                assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}");
                expressions.add(target.required("expr").asString());
            }
        }

        assertThat(dashboard.required("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(expressions).hasSizeGreaterThan(30);
        assertThat(unknown(expressions)).isEmpty();
    }

    /** All selectors and labels that find nothing. */
    private static List<String> unknown(List<String> expressions) {
        List<String> unknown = new ArrayList<>();
        for (String expression : expressions) {
            PromQl query = PromQl.parse(expression, OF_THE_SCRAPER);
            assertThat(OF_EVERY_JOB.matcher(expression).find())
                    .as("asks other jobs, too: %s", expression)
                    .isFalse();
            assertThat(query.selectors()).as(expression).isNotEmpty();
            Set<String> labels = new HashSet<>();
            for (PromQl.Selector selector : query.selectors()) {
                List<Scrape.Series> found =
                        scrape.series().stream().filter(selector::selects).toList();
                if (found.isEmpty() && !selector.metric().equals(UP)) {
                    unknown.add(selector + " in " + expression);
                }
                found.forEach(series -> labels.addAll(series.labels().keySet()));
            }
            query.labels().stream()
                    .filter(label -> !labels.contains(label))
                    .forEach(label -> unknown.add(label + " in " + expression));
        }
        return unknown;
    }

    @Test
    void manualNamesAllMetersOfTheStoreAndNoOthers() throws IOException {
        Set<String> documented = DOCUMENTED
                .matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(name -> name.group(1))
                .filter(name -> name.startsWith("userstore_"))
                .collect(Collectors.toSet());

        assertThat(scrape.series().stream()
                        .map(Scrape.Series::name)
                        .filter(name -> name.startsWith("userstore_"))
                        .map(name -> name.replaceFirst("_(count|sum|bucket|max)$", ""))
                        .collect(Collectors.toSet()))
                .isEqualTo(documented);
    }
}
