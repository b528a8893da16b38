package io.userstore.web;

import java.util.regex.Pattern;

/** Who is authenticated: the name that events keep for good. */
final class Actor {

    private static final Pattern NAME = Pattern.compile("(?=.*\\S)[^\\p{Cc}\\p{Cs}]{1,255}");

    /** The store's own name, under which it releases locks. */
    private static final String STORE = "userstore";

    private Actor() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals(STORE);
    }
}
