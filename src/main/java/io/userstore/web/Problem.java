package io.userstore.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Why a request was refused, as RFC 9457 has it.
 *
 * @param type a URI made of the code
 * @param detail for people; shows nothing of the request
 * @param errors what is wrong with which field, for {@code validation-failed}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(String type, String title, int status, String detail, ProblemCode code, List<FieldFault> errors) {

    static Problem of(ProblemCode code, String detail) {
        return of(code, detail, List.of());
    }

    static Problem of(ProblemCode code) {
        return of(code, code.title());
    }

    static Problem of(ProblemCode code, String detail, List<FieldFault> errors) {
        return new Problem(
                "urn:userstore:problem:" + code, code.title(), code.status().value(), detail, code, errors);
    }
}
