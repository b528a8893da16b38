package io.userstore.processes;

import java.util.ArrayList;
import java.util.List;

/** Two stores on one database, for all tests that need a running one or two; started by the first that asks. */
final class TwoNodes {

    private static final class Holder {
        static final TwoNodes RUNNING = new TwoNodes();
    }

    private final PostgresProcess postgres = PostgresProcess.start(PackagedStore.FOLDER);
    private final StoreProcess a = node("node-a");
    private final StoreProcess b = node("node-b");

    private TwoNodes() {
        start(a);
        PackagedStore.archiveClassesOf(a.pid());
        start(b);
    }

    static TwoNodes running() {
        return Holder.RUNNING;
    }

    private StoreProcess node(String name) {
        List<String> arguments = new ArrayList<>(postgres.storeArguments(name));
        arguments.addAll(List.of(Client.tokenArguments()));
        return new StoreProcess(name, PackagedStore.FOLDER, FreePort.choose(), arguments);
    }

    private static void start(StoreProcess node) {
        node.launch(PackagedStore.quickCommand());
        node.awaitReady();
    }

    /** Starts both again at the same time. */
    void startAgain() {
        both().forEach(node -> node.launch(PackagedStore.quickCommand()));
        both().forEach(StoreProcess::awaitReady);
    }

    /** One more, which is for who asks to end. */
    StoreProcess third() {
        StoreProcess node = node("node-c");
        start(node);
        return node;
    }

    PostgresProcess postgres() {
        return postgres;
    }

    StoreProcess a() {
        return a;
    }

    StoreProcess b() {
        return b;
    }

    List<StoreProcess> both() {
        return List.of(a, b);
    }

    StoreProcess other(StoreProcess node) {
        return node == a ? b : a;
    }
}
