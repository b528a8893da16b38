package io.userstore.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What a check came to.
 *
 * @param found what is there
 * @param advice what to do about it; null if all is well
 */
public record Finding(
        String check, boolean ok, String found, @Nullable String advice) {}
