package io.userstore.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for.
 *
 * @param selectors what it selects
 * @param labels by which it groups and matches
 */
record PromQl(List<Selector> selectors, Set<String> labels) {

    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w:.])([A-Za-z_:][\\w:]*)\\s*(?:\\{([^}]*)}|(?![\\w:]|\\s*\\())");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> WORDS =
            Set.of("by", "without", "on", "ignoring", "and", "or", "unless", "offset", "bool", "group_left");

    /** A metric and the values that its labels must have, a regular expression each; those that must not be are left out. */
    record Selector(String metric, Map<String, Pattern> matchers) {

        boolean selects(Scrape.Series series) {
            return series.name().equals(metric)
                    && matchers.entrySet().stream()
                            .allMatch(matcher -> matcher.getValue()
                                    .matcher(series.labels().getOrDefault(matcher.getKey(), "\n"))
                                    .matches());
        }
    }

    /** @param ofTheScraper labels that a series gets only when it is scraped: nothing is said of them */
    static PromQl parse(String expression, Set<String> ofTheScraper) {
        Set<String> labels = new HashSet<>();
        GROUPING.matcher(expression)
                .results()
                .map(grouping -> grouping.group(2))
                .flatMap(list -> Pattern.compile(",").splitAsStream(list))
                .map(String::strip)
                .filter(label -> !label.isEmpty() && !ofTheScraper.contains(label))
                .forEach(labels::add);
        String rest =
                RANGE.matcher(GROUPING.matcher(expression).replaceAll(" ")).replaceAll(" ");
        List<Selector> selectors = new ArrayList<>();
        SELECTOR.matcher(rest)
                .results()
                .filter(found -> !WORDS.contains(found.group(1)))
                .forEach(found -> selectors.add(selector(found, ofTheScraper)));
        return new PromQl(selectors, labels);
    }

    private static Selector selector(MatchResult found, Set<String> ofTheScraper) {
        Map<String, Pattern> matchers = new HashMap<>();
        if (found.group(2) != null) {
            MATCHER.matcher(found.group(2))
                    .results()
                    .filter(matcher -> !ofTheScraper.contains(matcher.group(1)))
                    .filter(matcher -> !matcher.group(2).startsWith("!"))
                    .forEach(matcher -> matchers.put(
                            matcher.group(1),
                            Pattern.compile(
                                    matcher.group(2).equals("=")
                                            ? Pattern.quote(matcher.group(3))
                                            : matcher.group(3))));
        }
        return new Selector(found.group(1), matchers);
    }
}
