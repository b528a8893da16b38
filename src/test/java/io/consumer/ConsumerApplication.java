package io.consumer;

import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class ConsumerApplication {

    public static void main(String[] args) {
        // Axon's timeouts leave a thread behind that would keep the process.
        System.exit(SpringApplication.exit(SpringApplication.run(ConsumerApplication.class, args)));
    }

    @Bean
    Greetings greetings() {
        return new Greetings();
    }

    @Bean
    ApplicationRunner scenario(CommandGateway commands, QueryGateway queries, @Value("${load:0}") int load) {
        return arguments -> {
            if (load > 0) {
                new Load(commands, load).run();
            } else {
                new Tour(commands, queries).run();
            }
        };
    }
}
