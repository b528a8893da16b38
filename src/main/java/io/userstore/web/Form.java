package io.userstore.web;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a command or query is made of on its way in: the fields of its path, its query string and its JSON body. Those
 * who read requests and those who describe them in the OpenAPI document both go by it.
 *
 * @param path fields of the path, always there
 * @param query fields of the query string, any of which may be absent
 * @param needed fields of the body that must be there
 * @param optional fields of the body that may be absent or null, which is the same
 */
record Form<T>(
        List<Field<?>> path,
        List<Field<?>> query,
        List<Field<?>> needed,
        List<Field<?>> optional,
        Function<Values, T> make) {

    static <T> Form<T> of(Function<Values, T> make) {
        return new Form<>(List.of(), List.of(), List.of(), List.of(), make);
    }

    Form<T> path(Field<?>... fields) {
        return new Form<>(List.of(fields), query, needed, optional, make);
    }

    Form<T> query(Field<?>... fields) {
        return new Form<>(path, List.of(fields), needed, optional, make);
    }

    Form<T> needed(Field<?>... fields) {
        return new Form<>(path, query, List.of(fields), optional, make);
    }

    Form<T> optional(Field<?>... fields) {
        return new Form<>(path, query, needed, List.of(fields), make);
    }

    List<Field<?>> body() {
        return Stream.concat(needed.stream(), optional.stream()).toList();
    }
}
