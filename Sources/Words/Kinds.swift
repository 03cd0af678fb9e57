/// Which of WordNet's meanings a plain word may stand for: everything below `feline 1` may be drawn as a cat.
enum Kinds {
    /// By plain word: nouns, each with the number of its meaning.
    static let meanings: [(word: String, nouns: [(noun: String, number: Int)])] = table.split(separator: "\n").map {
        let parts = $0.split(separator: "=")
        let nouns = parts[1].split(separator: ",").map { item in
            let fields = item.split(separator: " ")
            return (fields.dropLast().joined(separator: " "), Int(fields[fields.count - 1]) ?? 1)
        }
        return (parts[0].split(separator: " ").joined(separator: " "), nouns)
    }

    private static let table = """
        cat = feline 1
        dog = canine 2, carnivore 1, placental 1, marsupial 1
        rabbit = leporid 1, rodent 1, lagomorph 1
        fish = fish 1, aquatic vertebrate 1, cetacean 1
        bird = bird 1, bat 1
        butterfly = insect 1
        tree = tree 1, shrub 1
        flower = flower 1, flower 2, vascular plant 1
        mushroom = fungus 1
        cactus = cactus 1, succulent 1
        apple = edible fruit 1
        cup = cup 1, mug 4, bottle 1, vessel 3
        chair = seat 3, furniture 1
        umbrella = umbrella 1
        balloon = balloon 1, balloon 2, lighter-than-air craft 1
        house = house 1, building 1, housing 1
        castle = castle 1, castle 2, fortification 1, defensive structure 1, tower 1
        car = motor vehicle 1, wheeled vehicle 1, public transport 1
        boat = vessel 2
        rocket = rocket 1, spacecraft 1, aircraft 1
        star = star 1
        circle = ball 1, ball 3, disk 2, sphere 2, sphere 5, planet 1
        moon = satellite 3
        cloud = cloud 2
        man = male 2, male child 1
        woman = female 2, female child 1
        person = person 1
        face = face 1
        hat = headdress 1
        glasses = glasses 1
        clothes = clothing 1
        sea = body of water 1
        beach = shore 1
        meadow = grassland 1, tract 1
        forest = forest 1, forest 2
        mountains = natural elevation 1
        desert = desert 1
        city = city 1, municipality 1, village 1, settlement 6
        street = road 1, street 1
        room = room 1
        kitchen = kitchen 1
        """
}
