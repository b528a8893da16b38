@NullMarked
package io.userstore.client;

import org.jspecify.annotations.NullMarked;
