/**
 * One record per fact, of plain JDK types and {@code Personal} texts only: these are contracts with every event ever
 * stored. May import nothing of this project.
 */
@NullMarked
package io.userstore.user.event;

import org.jspecify.annotations.NullMarked;
