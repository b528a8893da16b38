package io.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** The contestants take turns, so that whatever else the machine does hits them all. */
final class Race {

    private final Map<String, Map<Integer, List<Load.Result>>> results = new LinkedHashMap<>();

    private Race() {}

    /** What a contestant does when it is its turn. */
    @FunctionalInterface
    interface Turn<C> {
        Load.Operation of(C contestant);
    }

    /**
     * Each contestant in turn, at each number of callers, over and over; each round begins with another one, so that nobody
     * always comes after the same.
     */
    static <C> Race run(Pace pace, List<C> contestants, Function<C, String> name, List<Integer> callers, Turn<C> turn)
            throws InterruptedException {
        Race race = new Race();
        List<C> order = new ArrayList<>(contestants);
        for (int round = 0; round < pace.rounds(); round++) {
            for (int n : callers) {
                for (C contestant : order) {
                    Load.Result result = Load.run(n, pace.window(), turn.of(contestant));
                    race.results
                            .computeIfAbsent(name.apply(contestant), any -> new TreeMap<>())
                            .computeIfAbsent(n, any -> new ArrayList<>())
                            .add(result);
                }
            }
            Collections.rotate(order, 1);
        }
        return race;
    }

    /** Operations a second. */
    Figure rate(String contestant, int callers) {
        return Figure.of(
                of(contestant, callers).stream().map(Load.Result::perSecond).toList());
    }

    /** Microseconds that an operation takes of the store's time, whatever the number of callers. */
    Figure cost(String contestant, int callers) {
        return Figure.of(of(contestant, callers).stream()
                .map(result -> 1e6 / result.perSecond())
                .toList());
    }

    /** The best median over the numbers of callers up to the given one. */
    Figure bestRate(String contestant, int atMost) {
        Figure best = new Figure(0, 0, 0);
        for (int callers : results.getOrDefault(contestant, Map.of()).keySet()) {
            Figure rate = rate(contestant, callers);
            if (callers <= atMost && rate.median() > best.median()) {
                best = rate;
            }
        }
        return best;
    }

    /** A latency in microseconds. */
    Figure latency(String contestant, int callers, double percentile) {
        return Figure.of(of(contestant, callers).stream()
                .map(result -> result.latencies().getValueAtPercentile(percentile) / 1e3)
                .toList());
    }

    /** The latencies of all rounds together. */
    Histogram latencies(String contestant, int callers) {
        Histogram all = new Histogram(3);
        of(contestant, callers).forEach(result -> all.add(result.latencies()));
        return all;
    }

    List<Integer> callers(String contestant) {
        return List.copyOf(results.getOrDefault(contestant, Map.of()).keySet());
    }

    private List<Load.Result> of(String contestant, int callers) {
        return results.getOrDefault(contestant, Map.of()).getOrDefault(callers, List.of());
    }
}
