@NullMarked
package io.userstore;

import org.jspecify.annotations.NullMarked;
