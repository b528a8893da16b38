/**
 * HTTP: endpoints, problem details, authentication. Turns requests into commands and queries and their outcomes into
 * answers; decides nothing about users. May import the domain's values, commands and rejections, the directory's
 * queries and views, what the audit publishes, and the log's metadata keys and {@code LogUnavailable}.
 */
@NullMarked
package io.userstore.web;

import org.jspecify.annotations.NullMarked;
