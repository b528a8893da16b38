package io.userstore.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address: an unquoted ASCII local part (dot-atom, RFC 5322 section 3.2.3), {@code @}, and a domain as
 * lower-case A-label (RFC 5890, mapped by UTS 46, non-transitional); at most 254 characters as given and as kept
 * (RFC 5321 section 4.5.3.1.3, less the brackets). The local part has no limit of its own; its dots and {@code +tag}
 * stay.
 *
 * @param value the local part as given, {@code @}, the A-label; ASCII only
 */
public record EmailAddress(@JsonValue String value) {

    private static final int MAX_LENGTH = 254;
    private static final int MAX_LABEL = 63;
    private static final int MAX_DOMAIN = 253;

    /** ICU's, not {@link java.net.IDN}, which is IDNA 2003 and makes another domain of straße.de: strasse.de. */
    private static final IDNA DOMAINS = IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.USE_STD3_RULES);

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++";
    private static final Pattern DOT_ATOM = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*+");

    /** The domain of the addresses that stand in for erased ones; nobody can have a mailbox under {@code .invalid}. */
    public static final String ERASED_DOMAIN = "erased.invalid";

    /** @throws InvalidValue unless the value is an e-mail address */
    public EmailAddress {
        requireFits(value);
        int at = value.indexOf('@');
        if (at < 0 || at != value.lastIndexOf('@')) {
            throw new InvalidValue("must have exactly one @");
        }
        String localPart = value.substring(0, at);
        if (!DOT_ATOM.matcher(localPart).matches()) {
            throw new InvalidValue("must have letters, digits, single dots or !#$%&'*+/=?^_`{|}~- before the @");
        }
        String given = value.substring(at + 1);
        String domain = isPlainALabel(given) ? given : aLabel(given);
        if (domain.equals(ERASED_DOMAIN)) {
            throw new InvalidValue("must not be at " + ERASED_DOMAIN);
        }
        value = localPart + '@' + domain;
        requireFits(value);
    }

    /** @throws InvalidValue unless the text is an e-mail address */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EmailAddress of(String text) {
        return new EmailAddress(text);
    }

    /** What no two users share: the address without regard to case. ROOT, or a Turkish JVM would fold I to ı. */
    public String key() {
        return keyOf(value);
    }

    /** As {@link #key()}, of the value of an address, as events hold it: it was checked when it was made. */
    public static String keyOf(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    /** Shows nothing: a domain alone can name its owner. */
    @Override
    public String toString() {
        return "EmailAddress[***]";
    }

    private static void requireFits(String address) {
        if (address.codePointCount(0, address.length()) > MAX_LENGTH) {
            throw new InvalidValue("must be at most " + MAX_LENGTH + " characters long");
        }
    }

    /** What UTS 46 leaves as it is: lower-case letters, digits, and hyphens that have no meaning; most domains are. */
    static boolean isPlainALabel(String domain) {
        int label = 0;
        char before = '.';
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (c == '.') {
                if (before == '.' || before == '-') {
                    return false;
                }
                label = 0;
            } else {
                boolean isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                boolean isHyphen = c == '-' && before != '.' && before != '-';
                if (!(isLetterOrDigit || isHyphen) || ++label > MAX_LABEL) {
                    return false;
                }
            }
            before = c;
        }
        return before != '.' && before != '-' && domain.length() <= MAX_DOMAIN;
    }

    /** The domain by UTS 46, as of any text. */
    static String aLabel(String domain) {
        IDNA.Info info = new IDNA.Info();
        String ascii = DOMAINS.nameToASCII(domain, new StringBuilder(), info).toString();
        // UTS 46 lets the root's dot pass; with it, one mailbox would have two keys.
        if (info.hasErrors() || ascii.endsWith(".")) {
            throw new InvalidValue("must have a valid domain after the @");
        }
        return ascii;
    }
}
