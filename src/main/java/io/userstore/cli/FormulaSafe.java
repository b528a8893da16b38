package io.userstore.cli;

import org.jspecify.annotations.Nullable;

/** Cells that no spreadsheet takes for a formula, as OWASP's "CSV Injection" says: such texts begin with an apostrophe. */
final class FormulaSafe {

    private static final String BEGINS_FORMULAS = "=+-@\t\r\n＝＋－＠";

    private FormulaSafe() {}

    static @Nullable String cell(@Nullable String text) {
        return text != null && !text.isEmpty() && BEGINS_FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
