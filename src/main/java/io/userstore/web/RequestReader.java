package io.userstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Makes a command or a query of a request, or refuses it with everything that is wrong with it. */
@Component
final class RequestReader implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(FromRequest.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
        Class<?> type = messageType(parameter);
        Form<?> form = Forms.of(type);
        Faults faults = new Faults();
        Values values = read(form, request, faults);
        if (isAudited(parameter)) {
            String purpose = CommandHeaders.reason(request, faults);
            faults.throwIfAny();
            Authentication reader = (Authentication) Objects.requireNonNull(request.getUserPrincipal());
            return new Audited<>(form.make().apply(values), reader, purpose, Scope.AUDIT_UNMASK.isGrantedTo(reader));
        }
        if (!isCommand(parameter)) {
            faults.throwIfAny();
            return form.make().apply(values);
        }
        Map<String, Object> metaData = CommandHeaders.read(request, !form.path().isEmpty(), faults);
        faults.throwIfAny();
        return new GenericCommandMessage<>(form.make().apply(values), metaData);
    }

    static boolean isCommand(MethodParameter parameter) {
        return parameter.getParameterType() == CommandMessage.class;
    }

    static boolean isAudited(MethodParameter parameter) {
        return parameter.getParameterType() == Audited.class;
    }

    static Class<?> messageType(MethodParameter parameter) {
        return isCommand(parameter) || isAudited(parameter)
                ? parameter.nested().getNestedParameterType()
                : parameter.getParameterType();
    }

    private static Values read(Form<?> form, HttpServletRequest request, Faults faults) {
        Values values = new Values();
        values.read(form.path(), pathVariables(request), true, faults);
        values.read(
                form.query(), QueryString.read(request.getQueryString(), names(form.query()), faults), false, faults);
        if (!form.body().isEmpty()) {
            JsonBody.requireUtf8(request);
        }
        byte[] body = JsonBody.bytesOf(request, faults);
        if (body.length > 0) {
            JsonBody.read(body, names(form.body()), faults).ifPresent(texts -> {
                values.read(form.needed(), texts, true, faults);
                values.read(form.optional(), texts, false, faults);
            });
        } else if (!form.needed().isEmpty() && !faults.has(JsonBody.PLACE)) {
            faults.add(JsonBody.PLACE, "is required");
        }
        return values;
    }

    @SuppressWarnings("unchecked") // Spring's handler mappings put a map of strings there
    private static Map<String, String> pathVariables(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return variables == null ? Map.of() : (Map<String, String>) variables;
    }

    private static Set<String> names(List<Field<?>> fields) {
        return fields.stream().map(Field::name).collect(Collectors.toUnmodifiableSet());
    }
}
