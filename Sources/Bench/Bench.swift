/// Measures the manager beside what it is compared with.
@main
enum Bench {
    static func main() async {}
}
