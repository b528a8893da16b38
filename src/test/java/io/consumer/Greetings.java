package io.consumer;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** What the service does itself. */
class Greetings {

    record Greet(String whom) {}

    record FindGreeting(String whom) {}

    @CommandHandler
    String handle(Greet command) {
        return "Hello " + command.whom();
    }

    @QueryHandler
    String handle(FindGreeting query) {
        return "Hello " + query.whom();
    }
}
