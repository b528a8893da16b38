package io.userstore.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.AtOnce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The ledger forgets no erasure, whatever happens to its last line. */
class ErasureLedgerTest {

    private static final ErasureLedger.Entry FIRST = entry("1", "2026-03-01T12:00:00Z");
    private static final ErasureLedger.Entry SECOND = entry("9007199254740993", "2026-03-01T12:00:00.123456Z");
    private static final ErasureLedger.Entry THIRD = entry("3", "2026-03-01T12:00:01.5Z");

    private Path file;

    @BeforeEach
    void file(@TempDir Path folder) {
        file = folder.resolve("data").resolve("erasure-ledger");
    }

    @Test
    void ledgerThatIsNotThereYetIsEmpty() {
        assertThat(ledger().entries()).isEmpty();
    }

    @Test
    void whatWasAddedIsThereInItsOrder() throws IOException {
        ErasureLedger ledger = ledger();
        ledger.add(List.of(FIRST, SECOND));
        ledger.add(List.of());
        ledger.add(List.of(THIRD));

        assertThat(ledger.entries()).containsExactly(FIRST, SECOND, THIRD);
        assertThat(ledger().entries()).containsExactly(FIRST, SECOND, THIRD);
    }

    @Test
    void tornLastLineIsPassedOverAndTheNextOneIsNotGluedToIt() throws IOException {
        ledger().add(List.of(FIRST));
        int first = (int) Files.size(file);
        ledger().add(List.of(SECOND));
        byte[] whole = Files.readAllBytes(file);
        // Without its line break only, the second line says all that there is to say.
        for (int length = first; length < whole.length - 1; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            ledger().add(List.of(THIRD));
            assertThat(ledger().entries()).as("cut at %s", length).containsExactly(FIRST, THIRD);
        }
    }

    @Test
    void linesOfSomethingElseArePassedOver() throws IOException {
        ledger().add(List.of(FIRST));
        Files.writeString(file, Files.readString(file) + "\n# nonsense\n1 yesterday " + UUID.randomUUID() + "\n");
        ledger().add(List.of(SECOND));

        assertThat(ledger().entries()).containsExactly(FIRST, SECOND);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fileIsForTheEyesOfItsOwnerOnly() throws IOException {
        ledger().add(List.of(FIRST));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void nodesThatAddAtOnceLoseNothing() {
        try (AtOnce callers = new AtOnce()) {
            callers.run(8, caller -> () -> {
                for (int i = 0; i < 10; i++) {
                    ledger().add(List.of(entry(Integer.toString(caller * 10 + i), "2026-03-01T12:00:00Z")));
                }
                return caller;
            });
        }

        assertThat(ledger().entries().stream().map(ErasureLedger.Entry::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 80).mapToObj(Integer::toString).toList());
    }

    @Test
    void ledgerThatCannotBeReadIsNotTakenForAnEmptyOne() throws IOException {
        Files.createDirectories(file);

        assertThatThrownBy(() -> ledger().entries()).isInstanceOf(KeysUnusable.class);
    }

    private ErasureLedger ledger() {
        return new ErasureLedger(new OwnerOnlyFile(file));
    }

    private static ErasureLedger.Entry entry(String stream, String erasedAt) {
        return new ErasureLedger.Entry(stream, Instant.parse(erasedAt), UUID.randomUUID());
    }
}
