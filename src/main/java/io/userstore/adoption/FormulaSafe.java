package io.userstore.adoption;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cells that no spreadsheet takes for a formula, as OWASP's "CSV Injection" says: such texts begin with an apostrophe. One that
 * looks as if it had got one already gets another, so that there is a way back.
 */
public final class FormulaSafe {

    private static final Pattern DANGEROUS = Pattern.compile("'*[=+\\-@\t\r\n＝＋－＠].*", Pattern.DOTALL);
    private static final Pattern SAFE = Pattern.compile("'" + DANGEROUS.pattern(), Pattern.DOTALL);

    private FormulaSafe() {}

    public static @Nullable String cell(@Nullable String text) {
        return text != null && DANGEROUS.matcher(text).matches() ? "'" + text : text;
    }

    /** What the cell was made of. */
    static String text(String cell) {
        return SAFE.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
