package io.userstore.user;

/** Where new users get their ids: positive, never given twice, in no promised order. */
@FunctionalInterface
public interface UserIds {

    long next();
}
