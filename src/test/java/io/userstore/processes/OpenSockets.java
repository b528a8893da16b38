package io.userstore.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The internet sockets of a process, as Linux lists them under {@code /proc}. */
final class OpenSockets {

    private static final List<String> PROTOCOLS = List.of("tcp", "tcp6", "udp", "udp6");

    private final Path process;

    OpenSockets(long pid) {
        process = Path.of("/proc", Long.toString(pid));
    }

    /** Those that listen or go somewhere else than on this machine's loopback interface. */
    Set<String> beyondLoopback() throws IOException {
        return list(false);
    }

    Set<String> all() throws IOException {
        return list(true);
    }

    private Set<String> list(boolean loopbackToo) throws IOException {
        Set<String> own = inodes();
        Set<String> found = new HashSet<>();
        for (String protocol : PROTOCOLS) {
            List<String> lines = Files.readAllLines(process.resolve("net").resolve(protocol), US_ASCII);
            for (String line : lines.subList(1, lines.size())) {
                String[] columns = line.strip().split("\\s+");
                if (!own.contains(columns[9])) {
                    continue;
                }
                InetAddress local = address(columns[1]);
                InetAddress remote = address(columns[2]);
                boolean beyond =
                        !local.isLoopbackAddress() || !(remote.isLoopbackAddress() || remote.isAnyLocalAddress());
                if (beyond || loopbackToo) {
                    found.add(protocol + " " + local + " to " + remote);
                }
            }
        }
        return found;
    }

    private Set<String> inodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed in the meantime.
            return "";
        }
    }

    /** An address is written as 32-bit words in the machine's byte order. */
    private static InetAddress address(String addressAndPort) throws IOException {
        ByteBuffer words =
                ByteBuffer.wrap(HexFormat.of().parseHex(addressAndPort.substring(0, addressAndPort.indexOf(':'))));
        ByteBuffer bytes = ByteBuffer.allocate(words.capacity());
        while (words.hasRemaining()) {
            int word = words.order(ByteOrder.BIG_ENDIAN).getInt();
            bytes.order(ByteOrder.nativeOrder()).putInt(word);
        }
        return InetAddress.getByAddress(bytes.array());
    }
}
