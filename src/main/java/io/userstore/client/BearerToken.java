package io.userstore.client;

/** The token to show to the store. A bean of this type replaces {@code userstore.token}, for tokens that expire. */
@FunctionalInterface
public interface BearerToken {

    /** As it is to be shown now; asked for with every request, so it has to come from memory. */
    String value();
}
