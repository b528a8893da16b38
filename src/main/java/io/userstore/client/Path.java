package io.userstore.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with its query string. */
record Path(String text) {

    static Path of(String path) {
        return new Path(path);
    }

    /** With a parameter, unless there is no value. */
    Path and(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String separator = text.indexOf('?') < 0 ? "?" : "&";
        return new Path(text + separator + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }

    Call get(String accept) {
        return Call.get(text).with("Accept", accept);
    }
}
