package io.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What sealing personal data costs a registration: the store beside itself without it. */
final class Encryption {

    private static final double AT_LEAST = 0.85;
    private static final List<Integer> CALLERS = List.of(1, 512);
    private static final String WITHOUT = "without";

    private final Stage stage;

    Encryption(Stage stage) {
        this.stage = stage;
    }

    void measure() throws InterruptedException {
        try (Ours sealed = new Ours(stage.store("sealed"));
                Ours unsealed = new Ours(stage.storeOn(
                        stage.server().create("unsealed"), "spring.main.sources=" + Unsealed.class.getName()))) {
            Map<String, Ours> stores = new LinkedHashMap<>();
            stores.put(Row.OURS, sealed);
            stores.put(WITHOUT, unsealed);
            Race.Turn<String> turn = name -> () -> stores.get(name).register(Users.newEmail());
            List<String> names = List.copyOf(stores.keySet());
            stage.warmUp(names, turn);
            Race race = Race.run(stage.pace(), names, name -> name, CALLERS, turn);
            for (int callers : CALLERS) {
                stage.report()
                        .add(Row.of("encryption", callers, "1/s")
                                .with(Row.OURS, race.rate(Row.OURS, callers))
                                .against("without encryption", race.rate(WITHOUT, callers))
                                .atLeast(AT_LEAST, Row.BASELINE));
            }
        }
    }
}
