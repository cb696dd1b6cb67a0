package dev.peerage.web;

/**
 * What is wrong with one field of a request.
 *
 * @param field the name of the body's field, path variable, query parameter or header; of a nested field the path to it
 *     with dots ({@code attributes.department})
 * @param message a phrase that goes on from the field's name: {@code must not be null}
 */
public record FieldError(String field, String message) {}
