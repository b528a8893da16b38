/**
 * One record per fact, of plain JDK types only: these are contracts with every event ever stored. May import nothing
 * of this project.
 */
@NullMarked
package io.userstore.user.event;

import org.jspecify.annotations.NullMarked;
