package io.userstore.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** The document's frame, and what it says of access: the same table that the filter chain goes by. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {

    private static final String BEARER = "bearer";

    static {
        SpringDocUtils.getConfig().addAnnotationsToIgnore(FromRequest.class);
    }

    @Bean
    OpenAPI openApi(ObjectProvider<BuildProperties> build) {
        String version =
                build.stream().map(BuildProperties::getVersion).findFirst().orElse("development");
        return new OpenAPI()
                .info(new Info()
                        .title("userstore")
                        .version(version)
                        .description("An event-sourced user store. Errors are problem details with a stable code.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A configured token or a JWT, with the scope of the operation")));
    }

    @Bean
    OpenApiCustomizer scopes() {
        return document -> document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> operation.security(List.of(requirement(method, path)))));
    }

    @Bean
    OpenApiCustomizer schemas() {
        return document -> RecordSchemas.complete(document.getComponents());
    }

    private static SecurityRequirement requirement(PathItem.HttpMethod method, String path) {
        List<String> scopes = ScopeTable.ruleFor(HttpMethod.valueOf(method.name()), path).stream()
                .flatMap(rule -> rule.scopes().stream())
                .map(Scope::toString)
                .toList();
        return new SecurityRequirement().addList(BEARER, scopes);
    }
}
