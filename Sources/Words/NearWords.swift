/// English words and phrases that a plainer word stands for, where a dictionary of kinds would not lead there: colours, slang, times, light.
enum NearWords {
    /// By word or phrase, in lower case; `_` joins the words of one plain phrase.
    static let plain: [String: [String]] = {
        var words: [String: [String]] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: "=", omittingEmptySubsequences: false)
            let meaning = parts[0].split(separator: " ").map { String($0).replacing("_", with: " ") }
            for phrase in parts[1].split(separator: ",") {
                words[phrase.split(separator: " ").joined(separator: " ")] = meaning
            }
        }
        return words
    }()

    /// Words of the longest phrase.
    static let reach = plain.keys.map { $0.split(separator: " ").count }.max() ?? 0

    private static let table = """
        red = maroon, burgundy, ruby, cherry, vermilion, carmine, brick red, blood red, rust, reddish, wine red, cherry red, ruby red
        orange = amber, tangerine, apricot, coral, peach, ginger, copper, burnt orange, pumpkin orange, orangey, carrot colored
        yellow = gold, lemon, mustard, canary, lemon yellow, honey coloured, honey colored, blonde, blond, yellowish, saffron
        green = emerald, lime, olive, mint, jade, forest green, lime green, mint green, sage green, greenish, emerald green, olive green, chartreuse
        blue = navy, azure, cobalt, sapphire, indigo, navy blue, sky blue, royal blue, baby blue, bluish, cerulean, midnight blue, cobalt blue, ultramarine
        purple = lavender, lilac, mauve, plum, magenta, amethyst, aubergine, purplish, eggplant purple
        pink = rose coloured, rose colored, fuchsia, salmon pink, hot pink, pinkish, rosy, blush pink, bubblegum pink
        brown = tan, beige, chestnut, chocolate, bronze, sepia, khaki, caramel, brownish, coffee coloured, coffee colored, auburn, hazel, umber
        black = ebony, jet black, pitch black, charcoal, onyx, inky, raven black
        white = ivory, cream, pearl, snow white, off white, alabaster, whitish, milk white, milky
        grey = silver, ash, slate, silvery, greyish, grayish, pewter, ash grey
        turquoise = aquamarine, aqua, sea green, cyan blue, blue green
        small = miniature, wee, petite, mini, minuscule, teeny, itty bitty, diminutive, smol, teensy, pocket sized, dinky, bitty
        large = enormous, gigantic, massive, colossal, immense, humongous, ginormous, oversized, towering, mammoth, chonky, vast, whopping, monumental, hulking, great big
        dog = doggo, pupper, pup, good boy, mutt, pooch, woofer, floof, doge, bear, corgi, husky, labrador
        cat = kitteh, catto, moggy, feline, pussycat, tabby, kitty cat, tomcat
        rabbit = bun bun, bunny rabbit, cottontail
        bird = birb, chick, chicken, hen, rooster, borb, songbird
        fish = fishie, fishy, dolphin, whale
        butterfly = moth, dragonfly, ladybug, ladybird, bumblebee
        man = dude, bro, bloke, lad, chap, gentleman, fella, fellow, king, prince, father, dad, grandpa, grandfather, uncle, son, brother, husband, knight, wizard, gent, monk, cowboy, fisherman, waiter, policeman, fireman, businessman, schoolboy, men folk, grandad
        woman = gal, lass, queen, princess, mother, mom, mum, grandma, grandmother, aunt, daughter, sister, wife, witch, ballerina, ladies, mermaid, nun, geisha, bride, waitress, goddess, schoolgirl, businesswoman, granny
        two person = couple, newlyweds, lovers, twins
        person = kid, child, toddler, baby, infant, teenager, teen, astronaut, chef, doctor, pirate, ninja, clown, folks, snowman, robot, samurai, kiddo, youngster
        face = selfie, headshot, visage, mug shot, smiley, emoji
        car = whip, hot rod, pickup truck, pick up truck, sports car, race car, fire truck, fire engine, police car, school bus, taxi, taxicab, cab, van, camper van, automobile, jalopy, beetle car, vw beetle, suv, convertible, lorry, tram, train, locomotive, bus
        boat = canoe, kayak, yacht, dinghy, ferry, rowboat, rowing boat, sailing boat, gondola, fishing boat, submarine, raft, galleon
        rocket = ufo, flying saucer, space shuttle, jet, airplane, aeroplane, helicopter, space ship, star ship
        balloon = hot air balloon, zeppelin, blimp
        house = crib, shack, cabin, bungalow, villa, mansion, log cabin, tree house, treehouse, barn, farmhouse, igloo, tent, church, temple, lighthouse keeper's house, windmill, shop, store, cafe
        castle = chateau, citadel, lighthouse, tower, pagoda, pyramid, skyscraper, palace tower, fort
        cup = tea cup, coffee cup, cup of tea, cup of coffee, goblet, wine glass, cuppa, latte, cappuccino, cuppa joe, vase, teapot, bottle, jar, bowl
        chair = armchair, stool, sofa, couch, throne, bench, rocking chair, arm chair, recliner, table, desk, bed
        umbrella = brolly, bumbershoot, beach umbrella
        tree = pine, oak, palm, palm tree, christmas tree, fir, willow, maple, birch, bonsai, evergreen, bamboo, bush, shrub
        pink tree = cherry tree, cherry blossom tree
        flower = rose, tulip, lily, orchid, poppy, peony, carnation, lotus, bouquet, dandelion, posy, hibiscus, daffodil, iris, wildflower, wildflowers
        yellow flower = sunflower, buttercup
        pink flower = cherry blossom, cherry blossoms, sakura
        mushroom = shroom, shrooms, fly agaric, fungi, chanterelle
        cactus = saguaro, prickly pear, succulent
        apple = peach fruit, pear, cherry fruit, plum fruit, granny smith, fruit, mango
        sun = sunshine ball, sol
        moon = full moon, half moon, crescent moon, new moon, luna
        star = starfish, shooting star
        circle = sphere, ball, orb, ring, hoop, globe, football, basketball, bubble, planet, dot
        square = cube, box, rectangle, block
        triangle = pyramid shape, wedge
        heart = love heart, heart shape, valentine
        hat = top hat, fez, turban, beret, fedora, cowboy hat, beanie, crown, helmet, straw hat, baseball cap, bonnet, sombrero
        glasses = shades, sunglasses, specs, goggles, monocle, eyeglasses
        clothes = sweater, jacket, hoodie, suit, gown, tuxedo, t shirt, tee, jeans, skirt, pullover, jumper, kimono, uniform, cardigan, blouse, robe, cloak, scarf, trench coat, overalls
        wearing = sporting, rocking, clad in, decked out in, in a pair of, donning
        sea = ocean, lake, pond, river, waves, lagoon, bay, on the water, underwater, under the sea, high seas, open water, pool, waterfall
        beach = seaside, lakeside, coast, waterfront, by the sea, by the lake, by the ocean, by the river, riverside, riverbank, coastline, seashore, island, at the seaside, sandy shore, lakeshore
        meadow = field, grass, lawn, park, garden, backyard, pasture, prairie, farm, farmland, lawn grass, savanna, savannah, countryside, flower bed, playground, orchard, vineyard, yard, paddock, fields, grassland
        forest = woods, jungle, rainforest, woodland, grove, bamboo forest, thicket, glade
        mountains = mountain, hill, hills, alps, peak, summit, valley, cliff, volcano, canyon, highlands, mountainside, hillside, himalayas, slope, slopes, hilltop
        desert = dunes, sahara, sand dunes, badlands, wasteland
        city = town, skyline, downtown, metropolis, new york, tokyo, paris, london, manhattan, village, urban, nyc, shanghai, beijing, cityscape, suburb, suburbs, hong kong, small town
        street = road, alley, avenue, boulevard, lane, sidewalk, highway, crosswalk, pavement, freeway, roadside, path, driveway, crossroads
        room = bedroom, living room, office, library, classroom, indoors, lounge, attic, dorm, nursery, studio, parlour, parlor, hallway, inside a house, bathroom
        kitchen = pantry, dining room, restaurant, diner, bakery, cookhouse
        space = cosmos, outer space, galaxy, universe, milky way, orbit, interstellar, deep space, zero gravity, among the stars
        night = nighttime, starry night, midnight, moonlight, moonlit, nocturnal, starry sky, starlit, night sky, in the dark, after dark, wee hours, under the stars, starlight, late at night, dead of night, stars above
        sunset = dusk, evening, twilight, golden hour, dawn, sunrise, sundown, daybreak, nightfall, gloaming, at first light, crack of dawn, setting sun, rising sun, afterglow
        day = daytime, daylight, sunny, noon, midday, afternoon, morning, sunlit, broad daylight, blue sky, high noon, summer, summertime, sunlight, sunshine, spring, springtime, bright and early, clear sky
        rain = rainy, raining, storm, thunderstorm, drizzle, downpour, rainstorm, stormy, drizzling, pouring, pouring rain, bucketing down, raindrops, showers, wet weather, monsoon, raining cats and dogs, chucking it down
        snow = snowy, snowing, winter, blizzard, snowfall, snowstorm, frosty, wintry, wintertime, snow covered, snowflakes, icy, snow capped, blanketed in white, snowdrift, sleet, let it snow
        warm = autumn, autumnal, cosy, cozy, toasty
        flat = vector art, cartoon, cartoonish, flat colours, flat colors, minimalist illustration, material design, anime, comic book, comic style, clip art, clipart, infographic style
        line_art = line art, outline drawing, lineart, line drawing, sketch, pencil drawing, pencil sketch, ink drawing, doodle, contour drawing, pen and ink, line work, linework, charcoal drawing, colouring page, coloring page, etching, outlined
        neon = cyberpunk, synthwave, vaporwave, fluorescent, retrowave, tron style, blacklight, glow in the dark
        paper_cut = paper cut, papercut, origami, paper collage, collage, kirigami, construction paper, layered paper, quilling, papercraft, paper art
        pastel = muted colours, muted colors, washed out, pale colours, pale colors, dreamy colours, soft tones, soft palette, candy colours, candy colors
        vivid = vibrant, bold colours, bold colors, saturated, bright colours, bright colors, colourful, colorful, psychedelic, technicolor, punchy colours, punchy colors
        monochrome = black and white, grayscale, greyscale, b&w, b and w, noir, greyscale tones, desaturated, in shades of grey, film noir
        cold = chilly tones, frosty tones, icy tones, bluish tones, cool palette
        two = a couple of, both of the, twin, a duo of, a brace of, duo of, pair of
        three = trio of, a trio of, triple, threesome of, triplet of
        four = quartet of, a quartet of, quadruple, foursome of
        five = quintet of, a quintet of, a handful of, fivesome of
        many = bunch of, a bunch of, a group of, group of, a herd of, herd of, a flock of, flock of, swarm of, a pack of, a crowd of, plenty of, numerous, loads of, tons of, a swarm of, countless
        one = a lone, solitary, lone, lonely, just one, a single
        left = left hand, to the west of, leftmost, far left
        right = right hand, to the east of, rightmost, far right
        above = hovering over, overhead, high above, floating above, up above, soaring above, flying over
        below = at the foot of, underfoot, down below, sheltering under
        on = perched on, resting on, lying on, seated on, perched atop, on the back of, riding, balanced on, balancing on, mounted on, straddling
        in_front_of = ahead of, outside of
        behind = at the back of, to the rear of, hiding behind, in back of
        beside = adjacent to, close to, at the side of, hanging out with, next door to, accompanied by, together with, side by side with, flanked by
        centre = dead centre, dead center, smack in the middle, midpoint, in the very middle
        plain background = plain backdrop, blank background, empty background, isolated, minimal background, solid backdrop, studio background
        """
}
