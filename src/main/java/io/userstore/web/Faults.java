package io.userstore.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Collects all that is wrong with a request, so that it is refused once and for everything. */
final class Faults {

    private static final int MOST = 50;
    private static final Pattern HARMLESS_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,31}");

    private final List<FieldFault> faults = new ArrayList<>();

    void add(String field, String message) {
        if (faults.size() < MOST) {
            faults.add(new FieldFault(field, message));
        }
    }

    /**
     * A name that means nothing here. It is shown only when it looks like one: anything else in its place could be a
     * value that went astray.
     *
     * @param place where it was, {@code body} or {@code query}
     */
    void addUnknown(String name, String place, Set<String> known) {
        boolean harmless = HARMLESS_NAME.matcher(name).matches();
        String allowed = known.isEmpty() ? "there are none" : "known are " + String.join(", ", new TreeSet<>(known));
        add(harmless ? name : place, (harmless ? "is not known here; " : "has an unknown name; ") + allowed);
    }

    boolean has(String field) {
        return faults.stream().anyMatch(fault -> fault.field().equals(field));
    }

    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }
}
