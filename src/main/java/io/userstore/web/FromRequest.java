package io.userstore.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of an endpoint that its {@link Form} says how to read: a query, or a command in a
 * {@code CommandMessage} with its metadata.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface FromRequest {}
