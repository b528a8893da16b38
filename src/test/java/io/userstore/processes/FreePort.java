package io.userstore.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that a process can be started on again and again: outside the range from which systems give ports to outgoing
 * connections, one of which could otherwise take the port while the process is away.
 */
final class FreePort {

    private static final int FIRST = 10_000;
    private static final int END = 30_000;

    private FreePort() {}

    static int choose() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: another one.
            }
        }
    }
}
