package io.userstore.audit;

import io.userstore.directory.CurrentDirectory;
import io.userstore.directory.UserField;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The {@code users} table for those who take it elsewhere. Whoever writes it out has the read on record first. */
public final class DirectoryExport {

    /** Of the table, in its order. */
    public static final List<String> COLUMNS = List.of(
            "id",
            "created_at",
            "updated_at",
            "deleted_at",
            "email",
            "password_hash",
            "name",
            "target_role",
            "experience_level",
            "account_status",
            "failed_login_attempts",
            "last_login_at");

    private final CurrentDirectory directory;

    DirectoryExport(CurrentDirectory directory) {
        this.directory = directory;
    }

    /**
     * Gives each row as its columns.
     *
     * @param unmasked whether e-mail addresses and names are shown as they are
     * @param hashes whether password hashes are; otherwise their algorithm and parameters
     * @param progress gets the number of rows so far, and of all there are
     */
    public void read(
            boolean unmasked,
            boolean hashes,
            Consumer<Map<String, @Nullable Object>> rows,
            BiConsumer<Long, Long> progress) {
        Masking masking = Masking.of(unmasked);
        directory.read(
                row -> {
                    row.computeIfPresent("email", (column, email) -> masking.show(UserField.EMAIL, email));
                    row.computeIfPresent("name", (column, name) -> masking.show(UserField.NAME, name));
                    if (!hashes) {
                        row.computeIfPresent(
                                "password_hash", (column, hash) -> masking.show(UserField.PASSWORD_HASH, hash));
                    }
                    rows.accept(row);
                },
                progress);
    }
}
