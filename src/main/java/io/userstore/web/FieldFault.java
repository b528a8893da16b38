package io.userstore.web;

/**
 * What is wrong with one field.
 *
 * @param field the name of a property, parameter or header; {@code body} or {@code query} for the whole of it
 * @param message for people; never shows the value
 */
record FieldFault(String field, String message) {}
