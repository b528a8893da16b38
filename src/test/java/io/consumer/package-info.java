/**
 * A small service with Axon and Spring Boot that knows of the store what its client jar has. Run by {@code ClientIT} in a
 * process of its own, on a class path with nothing else of this build.
 */
@NullMarked
package io.consumer;

import org.jspecify.annotations.NullMarked;
