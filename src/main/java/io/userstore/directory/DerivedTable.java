package io.userstore.directory;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The tables that a rebuild compares with {@link RebuiltRows} and mends, a row a user. */
enum DerivedTable {
    USERS(
            "users",
            "id",
            List.of(
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
                    "last_login_at"),
            "true"),
    EMAIL_RESERVATIONS("email_reservations", "user_id", List.of("address"), "address IS NOT NULL"),
    ACCOUNT_LOCKS("account_locks", "user_id", List.of("status_before", "locked_until"), "status_before IS NOT NULL");

    private static final Set<String> PERSONAL =
            Set.of("email", "address", "password_hash", "name", "target_role", "experience_level");

    final String table;
    final String key;
    final List<String> columns;
    private final String isExpected;

    DerivedTable(String table, String key, List<String> columns, String isExpected) {
        this.table = table;
        this.key = key;
        this.columns = columns;
        this.isExpected = isExpected;
    }

    static boolean isPersonal(String column) {
        return PERSONAL.contains(column);
    }

    /** Nobody needs to see these, whatever else is shown. */
    static boolean isSecret(String column) {
        return column.equals("password_hash");
    }

    /** The rows of {@code rebuilt} that should be in the table. */
    String expected() {
        return "(SELECT * FROM rebuilt WHERE " + isExpected + ")";
    }

    /** The columns, each made into something, with commas between. */
    String list(UnaryOperator<String> column) {
        return columns.stream().map(column).collect(Collectors.joining(", "));
    }
}
