package io.userstore.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.AtOnce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Key-encryption keys in a file. */
class KeysetFileTest {

    private static final byte[] KEY = new byte[DataKey.BYTES];
    private static final byte[] ASSOCIATED = "associated".getBytes(UTF_8);

    private Path file;

    @BeforeEach
    void file(@TempDir Path folder) {
        file = folder.resolve("data").resolve("keys.json");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fileIsForTheEyesOfItsOwnerOnlyAlsoAfterARotation() throws IOException {
        KeysetFile keys = open();
        assertThat(permissions()).isEqualTo("rw-------");

        keys.rotate();

        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void allWhoOpenItAtOnceGetTheSameKey() throws GeneralSecurityException {
        List<KeysetFile> openers;
        try (AtOnce callers = new AtOnce()) {
            openers = callers.run(16, caller -> this::open);
        }

        byte[] wrapped = openers.get(0).wrap(KEY, ASSOCIATED);
        for (KeysetFile opener : openers) {
            assertThat(opener.unwrap(wrapped, ASSOCIATED)).isEqualTo(KEY);
        }
    }

    @Test
    void nothingIsLeftBesideIt() throws IOException {
        open().rotate();

        try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void missingFileIsNotReplacedWhileThereAreKeysThatNeedIt() {
        assertThatThrownBy(() -> KeysetFile.open(new OwnerOnlyFile(file), () -> false))
                .isInstanceOf(KeysUnusable.class)
                .hasMessageContaining(file.toString());

        assertThat(file).doesNotExist();
    }

    @Test
    void fileThatHoldsNoKeysIsRefusedAndLeftAsItIs() throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "{}");

        assertThatThrownBy(this::open).isInstanceOf(KeysUnusable.class);

        assertThat(file).hasContent("{}");
    }

    @Test
    void rotatedKeysUnwrapWhatTheOlderHasWrappedUntilThatIsDropped() throws GeneralSecurityException {
        KeysetFile keys = open();
        byte[] old = keys.wrap(KEY, ASSOCIATED);
        assertThat(keys.isByNewest(old)).isTrue();

        keys.rotate();
        byte[] recent = keys.wrap(KEY, ASSOCIATED);

        assertThat(keys.isByNewest(old)).isFalse();
        assertThat(keys.isByNewest(recent)).isTrue();
        assertThat(keys.unwrap(old, ASSOCIATED)).isEqualTo(KEY);

        keys.dropOlder(recent);

        assertThat(keys.unwrap(recent, ASSOCIATED)).isEqualTo(KEY);
        assertThatThrownBy(() -> keys.unwrap(old, ASSOCIATED)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> open().unwrap(old, ASSOCIATED)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void whatIsWrappedIsUnwrappedOnlyWithWhatItWasAssociatedWith() throws GeneralSecurityException {
        KeysetFile keys = open();
        byte[] wrapped = keys.wrap(KEY, ASSOCIATED);

        assertThatThrownBy(() -> keys.unwrap(wrapped, "another".getBytes(UTF_8)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void rotationOfAnotherProcessIsTakenUpByReloading() throws GeneralSecurityException {
        KeysetFile here = open();
        KeysetFile there = open();
        there.rotate();
        byte[] recent = there.wrap(KEY, ASSOCIATED);
        assertThatThrownBy(() -> here.unwrap(recent, ASSOCIATED)).isInstanceOf(GeneralSecurityException.class);

        here.reload();

        assertThat(here.unwrap(recent, ASSOCIATED)).isEqualTo(KEY);
        assertThat(there.isByNewest(here.wrap(KEY, ASSOCIATED))).isTrue();
    }

    @Test
    void rotationTakesNoKeyAwayThatAnotherProcessHasJustMade() throws GeneralSecurityException {
        KeysetFile here = open();
        KeysetFile there = open();
        there.rotate();
        byte[] wrapped = there.wrap(KEY, ASSOCIATED);

        here.rotate();

        assertThat(here.unwrap(wrapped, ASSOCIATED)).isEqualTo(KEY);
    }

    @Test
    void fileThatCannotBeReadAgainLeavesTheKeysAtHand() throws GeneralSecurityException, IOException {
        KeysetFile keys = open();
        byte[] wrapped = keys.wrap(KEY, ASSOCIATED);
        Files.delete(file);

        assertThatThrownBy(keys::reload).isInstanceOf(IllegalStateException.class);

        assertThat(keys.unwrap(wrapped, ASSOCIATED)).isEqualTo(KEY);
    }

    private KeysetFile open() {
        return KeysetFile.open(new OwnerOnlyFile(file), () -> true);
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
