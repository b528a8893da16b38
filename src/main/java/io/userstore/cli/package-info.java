/**
 * The command line, one class per subcommand. A subcommand is a node of the store without its HTTP server, and works
 * beside running ones. May import what the subcommands are about; imported by the main class only.
 */
@NullMarked
package io.userstore.cli;

import org.jspecify.annotations.NullMarked;
