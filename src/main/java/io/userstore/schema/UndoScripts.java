package io.userstore.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What takes migrations back: a file each, {@code U<version>__<description>.sql}. */
public final class UndoScripts {

    private static final Pattern FILE = Pattern.compile("U([0-9.]+)__.*\\.sql");
    private static final Pattern DROP = Pattern.compile("^DROP (TABLE|TYPE|FUNCTION) (.+);$", Pattern.MULTILINE);

    private final Map<MigrationVersion, Script> scripts;

    private UndoScripts(Map<MigrationVersion, Script> scripts) {
        this.scripts = scripts;
    }

    record Script(String file, String sql) {

        /** The tables that go, with all that is in them. */
        List<String> drops() {
            return drops("TABLE");
        }

        List<String> drops(String kind) {
            return DROP.matcher(sql)
                    .results()
                    .filter(drop -> drop.group(1).equals(kind))
                    .map(drop -> drop.group(2))
                    .toList();
        }
    }

    static UndoScripts in(String folder) {
        Map<MigrationVersion, Script> scripts = new TreeMap<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath:" + folder + "/U*.sql")) {
                String name = Objects.requireNonNull(file.getFilename());
                Matcher matcher = FILE.matcher(name);
                if (!matcher.matches()) {
                    throw new IllegalStateException(name + " is no undo script's name");
                }
                scripts.put(
                        MigrationVersion.fromVersion(matcher.group(1)),
                        new Script(name, file.getContentAsString(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new UndoScripts(scripts);
    }

    /** The versions of the store's own tables that can be taken back. */
    public static Set<MigrationVersion> versionsOfStore() {
        return in("db/undo").scripts.keySet();
    }

    Collection<Script> all() {
        return scripts.values();
    }

    Optional<Script> of(MigrationVersion version) {
        return Optional.ofNullable(scripts.get(version));
    }
}
