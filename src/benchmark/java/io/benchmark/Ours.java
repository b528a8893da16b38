package io.benchmark;

import io.userstore.TestNode;
import io.userstore.user.command.RecordFailedLogin;
import org.axonframework.commandhandling.gateway.CommandGateway;

/** The store itself, in process: commands by its command gateway. */
final class Ours implements Contestant {

    private final TestNode node;
    private final CommandGateway gateway;

    Ours(TestNode node) {
        this.node = node;
        this.gateway = node.bean(CommandGateway.class);
    }

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public long register(String email) {
        return gateway.<Long>sendAndWait(Users.registration(email));
    }

    @Override
    public void recordFailedLogin(long id) {
        gateway.sendAndWait(new RecordFailedLogin(id));
    }

    TestNode node() {
        return node;
    }

    @Override
    public void close() {
        node.close();
    }
}
