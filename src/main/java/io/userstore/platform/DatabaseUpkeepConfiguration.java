package io.userstore.platform;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

/** A database without a store on it. */
@Configuration(proxyBeanMethods = false)
@Profile("upkeep")
@Import(EmbeddedDatabaseConfiguration.class)
class DatabaseUpkeepConfiguration {}
